/** Every table of the program, for tests that speak of the database as a whole; tests/house holds the list against the files. */
export * from '../../src/adapters/playground/tables.ts';
export * from '../../src/adapters/slack/tables.ts';
export * from '../../src/database/tables.ts';
export * from '../../src/deliveries/tables.ts';
export * from '../../src/domain/allowances/tables.ts';
export * from '../../src/domain/cohorts/tables.ts';
export * from '../../src/domain/people/tables.ts';
export * from '../../src/domain/points/tables.ts';
export * from '../../src/features/calendar/tables.ts';
export * from '../../src/features/linking/tables.ts';
export * from '../../src/features/mentoring/tables.ts';
export * from '../../src/features/notify/tables.ts';
export * from '../../src/features/quizzes/tables.ts';
export * from '../../src/features/scenarios/tables.ts';
export * from '../../src/features/sessions/tables.ts';
export * from '../../src/features/staff/tables.ts';
export * from '../../src/features/workspaces/tables.ts';
