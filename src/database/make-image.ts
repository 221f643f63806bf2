import { writeFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { fromPglite, PgBoss } from 'pg-boss';
import { imageFile, packImage } from './image.ts';
import { migrationsFolder } from './migrate.ts';

/** `npm run database:image`: what `src/database/image.ts` says. */

const lite = await PGlite.create();
await migrate(drizzle({ client: lite }), { migrationsFolder });
const boss = new PgBoss({ db: fromPglite(lite), backend: 'pglite' });
await boss.start();
await boss.stop({ graceful: false });
await lite.exec('checkpoint');
const tar = new Uint8Array(await (await lite.dumpDataDir('none')).arrayBuffer());
await lite.close();
const packed = packImage(tar);
writeFileSync(imageFile, packed);
console.log(`${imageFile}: ${Math.round(packed.length / 1024)} KB, of ${Math.round(tar.length / 1024)} KB`);
process.exit(0);
