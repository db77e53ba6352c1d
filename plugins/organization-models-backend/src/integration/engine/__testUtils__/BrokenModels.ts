import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installVllm, REAL_MODEL } from '@orgmodels/dev-cluster';

const SMALL = [
  'config.json',
  'generation_config.json',
  'hub.json',
  'tokenizer.json',
  'tokenizer_config.json',
];
const WEIGHTS = 'model.safetensors';
/** The length of the header, and a header without tensors. */
const EMPTY = '\x02\0\0\0\0\0\0\0{}';

/** A folder for a hub, with models as the real one that lack something. */
export class BrokenModels {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'broken-models-'));

  /** Their weights are not read before something else goes wrong. */
  static async make(): Promise<BrokenModels> {
    const { models } = await installVllm({ onProgress: () => undefined });
    const broken = new BrokenModels(path.join(models, REAL_MODEL));
    broken.add('acme/without-weights', { without: [WEIGHTS] });
    broken.add('acme/never-loaded', {});
    broken.add('acme/without-tokenizer', {
      without: ['tokenizer.json', 'tokenizer_config.json'],
    });
    broken.add('acme/of-tomorrow', {
      config: { architectures: ['TomorrowForCausalLM'] },
    });
    broken.add('acme/pointer', {
      weights:
        'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 269062936\n',
    });
    broken.add('acme/truncated', { weights: broken.#weights(3_000_000) });
    return broken;
  }

  private constructor(private readonly real: string) {}

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  add(
    id: string,
    options: {
      without?: string[];
      config?: object;
      weights?: string | Buffer;
    },
  ): void {
    const { without = [], config, weights = EMPTY } = options;
    const folder = path.join(this.folder, id);
    mkdirSync(folder, { recursive: true });
    for (const file of SMALL.filter(name => !without.includes(name))) {
      copyFileSync(path.join(this.real, file), path.join(folder, file));
    }
    if (!without.includes(WEIGHTS)) {
      writeFileSync(path.join(folder, WEIGHTS), weights);
    }
    if (config) {
      const file = path.join(folder, 'config.json');
      const real = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, JSON.stringify({ ...real, ...config }));
    }
  }

  #weights(bytes: number): Buffer {
    return readFileSync(path.join(this.real, WEIGHTS)).subarray(0, bytes);
  }
}
