import { randomBytes } from 'node:crypto';
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

  it('takes the address it is reached at without a slash at the end', () => {
    expect(readConfig({}).publicUrl).toBeUndefined();
    expect(readConfig({ PUBLIC_URL: 'https://pythia.example.org/bot/' }).publicUrl).toBe(
      'https://pythia.example.org/bot',
    );
    for (const wrong of ['pythia.example.org', 'ftp://x.org', 'https://x.org/?a=1']) {
      expect(() => readConfig({ PUBLIC_URL: wrong })).toThrow('PUBLIC_URL');
    }
  });

  it('takes what is set to nothing as not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', PLAYGROUND: '', DISCORD_TOKEN: '', PYTHIA_NOW: '' })).toEqual(
      readConfig({}),
    );
  });

  it('leaves the playground off when a platform is configured, unless it is asked for', () => {
    const token = 'x'.repeat(30);
    expect(readConfig({ DISCORD_TOKEN: token }).playground).toBe(false);
    expect(() => readConfig({ DISCORD_TOKEN: token, PLAYGROUND: 'on' })).toThrow('PLAYGROUND_SHARES_DATABASE=on');
    const both = { DISCORD_TOKEN: token, PLAYGROUND: 'on', PLAYGROUND_SHARES_DATABASE: 'on' };
    expect(readConfig(both).playground).toBe(true);
    expect(readConfig({ PLAYGROUND: 'off' }).playground).toBe(false);
  });

  it.each([
    ['on', true],
    ['TRUE', true],
    ['1', true],
    ['off', false],
    ['False', false],
    ['0', false],
  ])('reads %s as what people mean by it', (word, isOn) => {
    expect(readConfig({ PLAYGROUND: word }).playground).toBe(isOn);
    expect(readConfig({ DATABASE_PREPARE: word }).prepares).toBe(isOn);
  });

  it('takes a collector of traces, and the headers that it asks for', () => {
    expect(readConfig({}).traces).toBeUndefined();
    const set = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%3Db,x=1',
    };
    expect(readConfig(set).traces).toEqual({
      endpoint: 'http://127.0.0.1:4318',
      headers: { 'api-key': 'a=b', x: '1' },
    });
  });

  it('opens the playground to other machines only with a password', () => {
    expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow('PLAYGROUND_PASSWORD must be set');
    expect(() => readConfig({ HOST: '::', PLAYGROUND_PASSWORD: 'short' })).toThrow('PLAYGROUND_PASSWORD must be');
    expect(readConfig({ HOST: '0.0.0.0', PLAYGROUND_PASSWORD: 'long enough to try' }).playground).toBe(true);
    expect(readConfig({ HOST: '0.0.0.0', PLAYGROUND: 'off' }).playground).toBe(false);
    for (const host of ['localhost', '127.0.0.2', '::1']) expect(readConfig({ HOST: host }).playground).toBe(true);
  });

  it('asks whether a variable that nothing reads was meant to be one of its own', () => {
    const odd = { DATABSE_URL: 'x', SLACK_BOT_TOKN: 'x', HOME: '/', PORTS: '1', DISCORD_WEBHOOK_URL: 'x' };
    expect(readConfig(odd).warnings).toEqual([
      'Nothing reads DATABSE_URL: did you mean DATABASE_URL?',
      'Nothing reads SLACK_BOT_TOKN: did you mean SLACK_BOT_TOKEN?',
    ]);
    expect(readConfig({ PLAYGROUND: 'off' }).warnings).toEqual([expect.stringContaining('Nothing is served')]);
  });

  const bot = { SLACK_BOT_TOKEN: 'xoxb-1234567890-abc' };
  const key = randomBytes(32).toString('base64');
  const many = {
    SLACK_CLIENT_ID: '1234.5678',
    SLACK_CLIENT_SECRET: 'c'.repeat(32),
    SLACK_STATE_SECRET: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
    ENCRYPTION_KEYS: `k2:${key}, k1:${key}`,
    PUBLIC_URL: 'https://pythia.example.org/',
  };

  it('takes Slack over Socket Mode, over HTTP, and for many workspaces', () => {
    const socket = readConfig({ ...bot, SLACK_APP_TOKEN: 'xapp-1-abcdefghij' });
    expect(socket.slack).toEqual({
      tokens: { kind: 'one', botToken: bot.SLACK_BOT_TOKEN },
      reach: { kind: 'socket', appToken: 'xapp-1-abcdefghij' },
      apiUrl: undefined,
    });
    expect(socket).toMatchObject({ playground: false, slackCommandPrefix: '', logLevel: 'info' });
    const http = readConfig({ ...bot, SLACK_SIGNING_SECRET: 'f'.repeat(32), SLACK_COMMAND_PREFIX: 'py-' });
    expect(http.slack?.reach).toEqual({ kind: 'http', signingSecret: 'f'.repeat(32) });
    expect(http.slackCommandPrefix).toBe('py-');
    const shared = readConfig({ ...many, SLACK_SIGNING_SECRET: 'f'.repeat(32) });
    expect(shared.slack?.tokens).toMatchObject({ kind: 'many', clientId: '1234.5678' });
    expect(shared.publicUrl).toBe('https://pythia.example.org');
  });

  it.each([
    [{ ...bot }, ['SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP) must be set']],
    [{ SLACK_APP_TOKEN: 'xapp-1-abcdefghij' }, ['SLACK_BOT_TOKEN must be set']],
    [{ SLACK_CLIENT_ID: '1.2' }, ['SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'ENCRYPTION_KEYS', 'PUBLIC_URL']],
    [{ ...many, ...bot, SLACK_APP_TOKEN: 'xapp-1-abcdefghij' }, ['SLACK_BOT_TOKEN is for one workspace']],
  ])('says what is missing for Slack, all of it: %#', (environment, sentences) => {
    for (const sentence of sentences) expect(() => readConfig(environment)).toThrow(sentence);
  });

  it.each(['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', Buffer.from('abcabcab'.repeat(4)).toString('base64')])(
    'refuses a key that can be guessed: %s',
    (weak) => {
      const socket = { ...many, SLACK_APP_TOKEN: 'xapp-1-abcdefghij' };
      expect(() => readConfig({ ...socket, ENCRYPTION_KEYS: `k1:${weak}` })).toThrow('one of these can be guessed');
      expect(() => readConfig({ ...socket, ENCRYPTION_KEYS: `k2:${key},k1:${weak}` })).toThrow('can be guessed');
    },
  );

  it('refuses an address without TLS where a cookie would travel, but for this machine', () => {
    const socket = { ...many, SLACK_APP_TOKEN: 'xapp-1-abcdefghij' };
    expect(() => readConfig({ ...socket, PUBLIC_URL: 'http://pythia.example.org' })).toThrow('begin with https://');
    for (const host of ['localhost.evil.example', '127.evil.example', '127.0.0.1.evil.example', '128.0.0.1', '[::2]']) {
      expect(() => readConfig({ ...socket, PUBLIC_URL: `http://${host}` })).toThrow('begin with https://');
    }
    expect(readConfig({ ...socket, PUBLIC_URL: 'http://127.0.0.1:3000' }).publicUrl).toBe('http://127.0.0.1:3000');
  });

  it.each([
    { DISCORD_TOKEN: 'x'.repeat(30), DISCORD_API_URL: 'http://proxy.example.org/api' },
    { ...bot, SLACK_APP_TOKEN: 'xapp-1-abcdefghij', SLACK_API_URL: 'http://proxy.example.org/api/' },
    { PUBLIC_URL: 'http://pythia.example.org' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_EXPORTER_OTLP_HEADERS: 'api-key=abc' },
  ])('refuses to send a secret where others can read it: %#', (environment) => {
    expect(() => readConfig(environment)).toThrow('must begin with https://');
  });

  it('refuses a password and a secret that can be guessed', () => {
    expect(() => readConfig({ PLAYGROUND_PASSWORD: 'aaaaaaaaaaaaaa' })).toThrow('PLAYGROUND_PASSWORD can be guessed');
    expect(() => readConfig({ ...many, SLACK_STATE_SECRET: 's'.repeat(32) })).toThrow(
      'SLACK_STATE_SECRET can be guessed',
    );
  });

  it('names every fault at once, and no secret', () => {
    const wrong = {
      DATABASE_URL: 'mysql://root:hunter2@host/db',
      PORT: '99999',
      PLAYGROUND: 'maybe',
      PLAYGROUND_PASSWORD: 'hunter2',
      GATEWAY_GRACE_SECONDS: 'hunter2',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'hunter2',
      OTEL_EXPORTER_OTLP_HEADERS: 'hunter2',
      DISCORD_TOKEN: 'short secret',
      DISCORD_API_URL: 'https://discord.com/api/v10',
      SLACK_BOT_TOKEN: 'xoxp-hunter2hunter2',
      SLACK_APP_TOKEN: 'hunter2',
      SLACK_SIGNING_SECRET: 'hunter2',
      SLACK_CLIENT_ID: 'hunter2',
      SLACK_CLIENT_SECRET: 'hunter2',
      SLACK_STATE_SECRET: 'hunter2',
      SLACK_API_URL: 'hunter2',
      SLACK_COMMAND_PREFIX: '/hunter2',
      ENCRYPTION_KEYS: 'hunter2',
      PUBLIC_URL: 'ftp://hunter2',
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
