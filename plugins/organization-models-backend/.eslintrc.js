const createConfig = require('@backstage/cli/config/eslint-factory');
const { assertBy, readTopDown } = require('../../eslint.rules');

// Imports point inward; docs/architecture.md has the picture
const MAY_IMPORT = {
  domain: [],
  database: ['domain'],
  cluster: ['domain'],
  metrics: ['domain'],
  hub: ['domain'],
  notices: ['domain'],
  registry: ['domain'],
  telemetry: [],
  services: ['domain', 'database'],
  controller: ['domain', 'database', 'cluster'],
  routers: ['services', 'domain', 'database'],
  // They call the API over HTTP, as everybody
  actions: [],
  inference: ['services', 'domain', 'database'],
};

const zones = Object.entries(MAY_IMPORT).map(([room, others]) => ({
  target: `./src/${room}`,
  from: './src',
  except: [room, ...others].map(name => `./${name}`),
  message: `${room} may import ${
    others.join(', ') || 'nothing of this package'
  }: see docs/architecture.md`,
}));

// The rooms of the domain: `facts` is the ground, and there are no circles
const DOMAIN_MAY_IMPORT = {
  facts: [],
  logs: [],
  metrics: ['engines'],
  ownership: ['facts'],
  engines: ['facts'],
  placement: ['facts'],
  readiness: ['facts'],
  reasons: ['facts'],
  rights: [],
  plan: ['facts', 'ownership'],
  pass: [
    'facts',
    'ownership',
    'engines',
    'gpus',
    'desired',
    'plan',
    'reasons',
    'diagnosis',
    'status',
  ],
  policy: ['facts', 'engines', 'gpus'],
  gpus: ['facts', 'placement', 'engines'],
  quota: ['facts', 'gpus'],
  usage: ['facts', 'gpus', 'quota'],
  notices: ['facts'],
  desired: ['facts', 'ownership', 'engines', 'gpus'],
  namespaces: ['facts', 'ownership', 'engines', 'gpus', 'quota'],
  adoption: ['facts', 'ownership', 'engines'],
  diagnosis: ['facts', 'engines', 'reasons', 'gpus', 'placement'],
  status: ['facts', 'engines', 'reasons', 'gpus', 'diagnosis'],
};

const DIAGNOSIS_MAY_IMPORT = {
  logs: [],
  rules: ['logs'],
  fixes: [],
  starts: ['diagnose.ts'],
};

const DATABASE_MAY_IMPORT = {
  dialects: [],
  opening: [],
  facts: ['dialects'],
  queue: ['dialects'],
  usage: ['dialects'],
  models: ['dialects', 'queue', 'usage', 'DatabaseQuotas.ts'],
};

const CLUSTER_MAY_IMPORT = {
  connection: [],
  watching: ['connection', 'pause.ts'],
  observe: ['connection', 'watching', 'pause.ts'],
  pods: ['connection', 'TroubleLog.ts'],
  objects: ['connection', 'observe'],
  gateway: ['connection', 'observe', 'objects'],
};

// The rooms of talking to models: from who asks to the answer, and no way back
const INFERENCE_MAY_IMPORT = {
  errors: [],
  callers: ['errors'],
  bodies: ['errors'],
  usage: ['errors', 'callers'],
  engines: ['errors', 'bodies'],
  answers: ['errors', 'bodies', 'usage', 'engines'],
  proof: ['engines', 'answers'],
};

const innerZones = [
  ...zonesWithin('domain', DOMAIN_MAY_IMPORT, ['sortKeys.ts']),
  ...zonesWithin('domain/diagnosis', DIAGNOSIS_MAY_IMPORT, [
    'Finding.ts',
    'makeFinding.ts',
    'evidence.ts',
  ]),
  ...zonesWithin('cluster', CLUSTER_MAY_IMPORT),
  ...zonesWithin('database', DATABASE_MAY_IMPORT),
  ...zonesWithin('inference', INFERENCE_MAY_IMPORT),
];

function zonesWithin(folder, mayImport, everyones = []) {
  return Object.entries(mayImport).map(([room, others]) => ({
    target: `./src/${folder}/${room}`,
    from: `./src/${folder}`,
    except: [room, ...others, ...everyones].map(name => `./${name}`),
    message: `${folder}/${room} may import ${
      others.join(', ') || 'no other room'
    }: see docs/architecture.md`,
  }));
}

// What an engine means by its words is the business of its own folder
const ENGINES = ['vllm', 'sglang'];

const engineZones = ENGINES.map(engine => ({
  target: [
    './src/!(domain)/**/*',
    './src/domain/!(engines)/**/*',
    ...ENGINES.filter(other => other !== engine).map(
      other => `./src/domain/engines/${other}`,
    ),
    './src/domain/engines/!(findRuntime).ts',
    './src/domain/engines/!(vllm|sglang)/**/*',
  ],
  from: `./src/domain/engines/${engine}`,
  message: 'Only findRuntime.ts imports the folder of an engine',
}));

// What a maker of GPUs means by its labels likewise: vendors/knownVendors.ts
// and config tell of all of them
const vendorZone = {
  target: [
    './src/!(domain)/**/*',
    './src/domain/!(gpus)/**/*',
    './src/domain/gpus/*',
  ],
  from: './src/domain/gpus/vendors',
  except: ['./GpuVendor.ts', './instanceTypes.ts', './knownVendors.ts'],
  message: 'Only knownVendors.ts imports the file of a vendor',
};

const impure = [
  { selector: ':function[async=true]', message: 'The domain does not wait.' },
  { selector: 'AwaitExpression', message: 'The domain does not wait.' },
  {
    selector:
      'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'The domain has no clock: pass `now` in.',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'The domain has no clock: pass `now` in.',
  },
  {
    selector:
      'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
    message: 'The domain is deterministic.',
  },
];

module.exports = createConfig(__dirname, {
  rules: {
    ...readTopDown,
    ...assertBy('**.expect'),
  },
  settings: { 'import/resolver': { node: { extensions: ['.ts', '.js'] } } },
  overrides: [
    {
      files: ['src/**/*.ts'],
      excludedFiles: ['**/*.test.ts', '**/__testUtils__/**'],
      rules: {
        'import/no-restricted-paths': [
          'error',
          {
            basePath: __dirname,
            zones: [...zones, ...innerZones, ...engineZones, vendorZone],
          },
        ],
      },
    },
    {
      files: ['src/domain/**/*.ts'],
      excludedFiles: ['**/*.test.ts', '**/__testUtils__/**'],
      rules: { 'no-restricted-syntax': ['error', ...impure] },
    },
  ],
});
