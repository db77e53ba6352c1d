/*
 * Models that somebody has in a folder: OWNER/NAME/config.json as the repository has it, other files beside it as far as
 * somebody wants to load them, and hub.json with what the hub itself answers of the model.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { HubModel } from './hubModels';

/** `hub.json`: the keys of `GET /api/models/{id}?blobs=true` that matter. */
interface HubDescription {
  gated?: false | 'auto' | 'manual';
  pipeline_tag?: string;
  library_name?: string;
  safetensors?: { parameters?: Record<string, number> };
  siblings?: { rfilename: string; size?: number }[];
}

const ID = /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/;

/**
 * Reads a model anew at each question, so that what is changed in the folder holds at once.
 * @returns `undefined` when the folder has no such model
 * @throws `Error` that names the file which is no JSON
 */
export function readModelFolder(
  directory: string,
  id: string,
): HubModel | undefined {
  if (!ID.test(id)) {
    return undefined;
  }
  const folder = path.join(directory, ...id.split('/'));
  if (!existsSync(path.join(folder, 'config.json'))) {
    return undefined;
  }
  const contents = readContents(folder);
  const hub = parse<HubDescription>(contents['hub.json'] ?? '{}');
  delete contents['hub.json'];
  return {
    id,
    gated: hub.gated || undefined,
    pipelineTag: hub.pipeline_tag ?? 'text-generation',
    libraryName: hub.library_name ?? 'transformers',
    config: parse(contents['config.json']),
    parameters: hub.safetensors?.parameters,
    files: { ...toSizes(hub.siblings), ...sizesOf(folder) },
    folder,
    contents,
  };
}

function readContents(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter(name => name.endsWith('.json'));
  return Object.fromEntries(
    names.map(name => {
      const file = path.join(folder, name);
      const text = readFileSync(file, 'utf8');
      try {
        JSON.parse(text);
      } catch (error) {
        throw new Error(`${file} is no JSON`, { cause: error });
      }
      return [name, text];
    }),
  );
}

function sizesOf(folder: string): Record<string, number> {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name !== 'hub.json')
      .map(({ name }) => [name, statSync(path.join(folder, name)).size]),
  );
}

function toSizes(siblings: HubDescription['siblings'] = []) {
  return Object.fromEntries(
    siblings.map(({ rfilename, size }) => [rfilename, size ?? 0]),
  );
}

function parse<T>(text: string): T {
  return JSON.parse(text) as T;
}
