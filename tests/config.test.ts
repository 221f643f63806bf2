import { describe, expect, it } from 'vitest';
import { ConfigFault, readConfig } from '../src/config.ts';

describe('the configuration', () => {
  it('runs the playground on an embedded database when nothing is set', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      databaseUrl: undefined,
      port: 3000,
      host: '127.0.0.1',
      playground: true,
      discord: undefined,
    });
    expect(config.dataDir).toMatch(/\.data$/);
    expect(config.curriculumDir).toMatch(/curriculum$/);
  });

  it('takes what is set to nothing as not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', PLAYGROUND: '', DISCORD_TOKEN: '', PYTHIA_NOW: '' })).toEqual(
      readConfig({}),
    );
  });

  it('leaves the playground off when a platform is configured, unless it is asked for', () => {
    const token = 'x'.repeat(30);
    expect(readConfig({ DISCORD_TOKEN: token }).playground).toBe(false);
    expect(readConfig({ DISCORD_TOKEN: token, PLAYGROUND: 'on' }).playground).toBe(true);
    expect(readConfig({ PLAYGROUND: 'off' }).playground).toBe(false);
  });

  it('names every fault at once, and no secret', () => {
    const wrong = {
      DATABASE_URL: 'mysql://root:hunter2@host/db',
      PORT: '99999',
      PLAYGROUND: 'maybe',
      DISCORD_TOKEN: 'short secret',
      DISCORD_API_URL: 'https://discord.com/api/v10',
      LOG_LEVEL: 'loud',
      PYTHIA_NOW: 'tomorrow',
    };
    const fault = (() => {
      try {
        readConfig(wrong);
      } catch (error) {
        return error;
      }
      return undefined;
    })();
    expect(fault).toBeInstanceOf(ConfigFault);
    const { message } = fault as ConfigFault;
    for (const name of Object.keys(wrong)) expect(message).toContain(`- ${name} must`);
    expect(message).not.toMatch(/hunter2|short secret/);
  });
});
