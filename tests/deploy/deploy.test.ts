import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { text } from '../../src/chat/text.ts';
import { refusal } from '../../src/chat/view.ts';
import { VARIABLES } from '../../src/config.ts';
import { createMetrics } from '../../src/program/metrics.ts';
import { createTestPlatform } from '../support/platform.ts';

/** What is handed to operators: each file has the shape that its reader wants, and names only what exists. */

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** Every figure by its name, as Prometheus keeps it, with its labels. */
async function listFigures(): Promise<Map<string, Set<string>>> {
  const metrics = createMetrics({
    routes: ['quiz start'],
    pools: () => [{ name: 'main', busy: 1, idle: 1, waiting: 1 }],
    platforms: new Map([['test', createTestPlatform()]]),
    readQueue: async () => ({ waiting: 1, oldestSeconds: 1 }),
  });
  const dueAt = Temporal.Instant.from('2026-11-24T17:00:00Z');
  metrics.settled({ kind: 'reminder', dueAt }, 'posted', dueAt);
  metrics.traffic.call('test', 'POST /things', 200);
  metrics.traffic.wait('test', 1);
  const event = {
    id: 'e',
    place: { platform: 'test', workspace: 'w', channel: 'c' },
    person: { id: 'p', name: 'P', manages: false, roles: [], locale: 'en' },
    action: { route: 'quiz start', state: {} },
  };
  const refuse = { ack: 'private', reply: Promise.resolve(refusal(text`No.`)) } as const;
  const handler = { handle: () => refuse, complete: async () => [], async left() {}, removed: async () => {} };
  await metrics.watch(handler).handle(event).reply;
  await new Promise((done) => setImmediate(done));
  const figures = new Map<string, Set<string>>();
  for (const line of (await metrics.read()).text.split('\n')) {
    const [, name = '', labels = ''] = /^([a-z_]\w*)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name === '') continue;
    const known = figures.get(name) ?? new Set();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
    figures.set(name, known);
  }
  return figures;
}

const figures = await listFigures();

/** The figures and labels of an expression that there are not; Prometheus itself adds where a figure comes from. */
function findStrangers(expression: string): string[] {
  const names = [...expression.matchAll(/\b(?:pythia|process|nodejs|up)\w*\b(?!=)/g)].map(([name]) => name);
  const own = names.filter((name) => name !== 'up' && !/"/.test(name));
  const unknown = own.filter((name) => !figures.has(name) && !expression.includes(`"${name}"`));
  const allowed = new Set(['job', 'instance', ...own.flatMap((name) => [...(figures.get(name) ?? [])])]);
  const used = [
    ...[...expression.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/)),
    ...[...expression.matchAll(/(\w+)(?:=|!=|=~)"/g)].map(([, label = '']) => label),
  ];
  return [...unknown, ...used.filter((label) => !allowed.has(label))];
}

describe('the dashboard', () => {
  const Dashboard = z.object({
    title: z.string(),
    uid: z.string(),
    schemaVersion: z.int().min(36),
    templating: z.object({ list: z.array(z.object({ name: z.literal('source'), type: z.literal('datasource') })) }),
    panels: z.array(
      z.object({
        id: z.int(),
        title: z.string(),
        description: z.string().min(1),
        type: z.enum(['timeseries', 'stat']),
        datasource: z.object({ type: z.literal('prometheus'), uid: z.string().startsWith('$') }),
        gridPos: z.object({ h: z.int(), w: z.int(), x: z.int(), y: z.int() }),
        fieldConfig: z.object({ defaults: z.object({ unit: z.string() }) }),
        targets: z.array(z.object({ refId: z.string(), expr: z.string(), legendFormat: z.string() })).min(1),
      }),
    ),
  });
  const dashboard = Dashboard.parse(JSON.parse(read('deploy/grafana-dashboard.json')));

  it('shows only figures and labels that there are', () => {
    const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(expressions.length).toBeGreaterThan(10);
    expect(expressions.flatMap(findStrangers)).toEqual([]);
  });

  it('shows every figure of the program', () => {
    const own = [...figures.keys()].filter((name) => name.startsWith('pythia_')).map(familyOf);
    const shown = JSON.stringify(dashboard.panels);
    expect([...new Set(own)].filter((name) => !shown.includes(name))).toEqual([]);
  });

  it('has no two panels in one place or of one number', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size).toBe(panels.length);
  });
});

/** A histogram is one figure in three parts. */
function familyOf(name: string): string {
  return name.replace(/_(bucket|sum|count)$/, '');
}

describe('the alert rules', () => {
  const Rules = z.strictObject({
    groups: z.array(
      z.strictObject({
        name: z.string(),
        rules: z.array(
          z.strictObject({
            alert: z.string().regex(/^Pythia[A-Z]\w+$/),
            expr: z.string(),
            for: z
              .string()
              .regex(/^\d+[smh]$/)
              .optional(),
            labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
            annotations: z.strictObject({ summary: z.string(), description: z.string().optional() }),
          }),
        ),
      }),
    ),
  });

  it('watch only figures and labels that there are', () => {
    const { groups } = Rules.parse(parse(read('deploy/alerts.yaml')));
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(8);
    expect(rules.flatMap(({ expr }) => findStrangers(expr))).toEqual([]);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it('would find a figure or a label that there is not', () => {
    expect(findStrangers('sum by (colour) (rate(pythia_deliverys_total{outcome="x"}[5m]))')).toEqual([
      'pythia_deliverys_total',
      'colour',
      'outcome',
    ]);
  });
});

const Service = z.object({
  environment: z.record(z.string(), z.string()),
  stop_grace_period: z.string().optional(),
  restart: z.literal('unless-stopped'),
  deploy: z.object({ replicas: z.int() }).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
const Compose = z.object({
  services: z.object({ bot: Service, postgres: Service }),
  volumes: z.record(z.string(), z.null()),
});

/** The program finishes within nine seconds, or gives up. */
const FINISHING_SECONDS = 10;

const NOT_PASSED_ON = [
  // The Postgres beside it is reached without a pooler.
  'DATABASE_PREPARE',
  'DATA_DIR',
  // The image says where it listens.
  'PORT',
  'HOST',
  // The playground is off.
  'PLAYGROUND_PASSWORD',
  'PLAYGROUND_SHARES_DATABASE',
  // For tests and rehearsals.
  'DISCORD_API_URL',
  'SLACK_API_URL',
  // The image holds the curriculum.
  'CURRICULUM_DIR',
  'PYTHIA_NOW',
];

describe.each(['compose.yaml', 'deploy/compose.replicas.yaml'])('%s', (file) => {
  const { services } = Compose.parse(parse(read(file)));

  it('sets only variables that are read, and gives the bot time to finish', () => {
    expect(Object.keys(services.bot.environment).filter((name) => !VARIABLES.includes(name))).toEqual([]);
    expect(Number.parseInt(services.bot.stop_grace_period ?? '', 10)).toBeGreaterThan(FINISHING_SECONDS);
    expect(services.bot.environment['PLAYGROUND']).toBe('off');
  });

  it('passes on whatever .env may hold, but for what has no use in a container', () => {
    const passed = Object.keys(services.bot.environment);
    expect(VARIABLES.filter((name) => !passed.includes(name))).toEqual(NOT_PASSED_ON);
  });
});

it('has three replicas that are asked whether they are ready', () => {
  const { services } = Compose.parse(parse(read('deploy/compose.replicas.yaml')));
  expect(services.bot.deploy?.replicas).toBe(3);
  expect(services.bot.healthcheck?.test.join(' ')).toContain('/readyz');
});

describe('the Kubernetes manifest', () => {
  const Probe = z.object({ httpGet: z.strictObject({ path: z.string(), port: z.literal('http') }) });
  const Container = z.object({
    image: z.string(),
    envFrom: z.array(z.object({ secretRef: z.object({ name: z.string() }) })),
    env: z.array(z.strictObject({ name: z.string(), value: z.string() })),
    ports: z.array(z.strictObject({ name: z.literal('http'), containerPort: z.int() })),
    startupProbe: Probe,
    livenessProbe: Probe,
    readinessProbe: Probe,
    securityContext: z.object({ readOnlyRootFilesystem: z.literal(true), allowPrivilegeEscalation: z.literal(false) }),
  });
  const Deployment = z.object({
    apiVersion: z.literal('apps/v1'),
    kind: z.literal('Deployment'),
    spec: z.object({
      replicas: z.literal(3),
      selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
      template: z.object({
        metadata: z.object({
          labels: z.record(z.string(), z.string()),
          annotations: z.record(z.string(), z.string()),
        }),
        spec: z.object({
          terminationGracePeriodSeconds: z.int().gt(FINISHING_SECONDS + 3),
          securityContext: z.object({ runAsNonRoot: z.literal(true) }),
          containers: z.tuple([Container]),
        }),
      }),
    }),
  });
  const documents = parseAllDocuments(read('deploy/kubernetes.yaml')).map((one) => one.toJS() as { kind: string });
  const ofKind = (kind: string) => documents.find((one) => one.kind === kind);
  const { spec } = Deployment.parse(ofKind('Deployment'));
  const [container] = spec.template.spec.containers;

  it('asks whether the process is alive and whether it is ready, at the addresses that there are', () => {
    expect(container.livenessProbe.httpGet.path).toBe('/healthz');
    expect(container.startupProbe.httpGet.path).toBe('/healthz');
    expect(container.readinessProbe.httpGet.path).toBe('/readyz');
    expect(container.ports[0]?.containerPort).toBe(Number(container.env.find(({ name }) => name === 'PORT')?.value));
    expect(spec.template.metadata.annotations['prometheus.io/path']).toBe('/metrics');
  });

  it('selects its own pods, and sets only variables that are read', () => {
    const Selecting = z.object({ spec: z.object({ selector: z.record(z.string(), z.unknown()) }) });
    expect(spec.template.metadata.labels).toEqual(spec.selector.matchLabels);
    expect(Selecting.parse(ofKind('Service')).spec.selector).toEqual(spec.selector.matchLabels);
    const budget = Selecting.parse(ofKind('PodDisruptionBudget')).spec.selector['matchLabels'];
    expect(budget).toEqual(spec.selector.matchLabels);
    expect(container.env.filter(({ name }) => !VARIABLES.includes(name))).toEqual([]);
  });
});

it('gives Node the same flags in the image as `npm start` does, and lets it collect in quiet moments', () => {
  const flagsOf = (words: string) => words.split(/[\s",[\]]+/).filter((word) => word.startsWith('--'));
  const { scripts } = z.object({ scripts: z.object({ start: z.string() }) }).parse(JSON.parse(read('package.json')));
  const [, command = ''] = /^CMD (.*)$/m.exec(read('Dockerfile')) ?? [];
  expect(flagsOf(command)).toEqual(flagsOf(scripts.start));
  expect(flagsOf(command)).toContain('--expose-gc');
});
