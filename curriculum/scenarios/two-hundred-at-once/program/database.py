"""The database, and a session for each request."""

import settings
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker
from sqlalchemy.pool import QueuePool

Base = declarative_base()


class Order(Base):
    __tablename__ = "orders"

    number = Column(Integer, primary_key=True)
    customer = Column(String, nullable=False)
    state = Column(String, nullable=False)


engine = create_engine(
    settings.DATABASE,
    poolclass=QueuePool,
    pool_size=settings.POOL,
    max_overflow=settings.OVERFLOW,
    pool_timeout=settings.PATIENCE,
    connect_args={"check_same_thread": False},
)
Session = sessionmaker(engine)
