const SEGMENT = /^[A-Za-z0-9][\w.-]{0,95}$/;
const REVISION = /^[A-Za-z0-9][\w./-]{0,127}$/;

/**
 * Checks what would become part of a URL: nothing can lead out of the path
 * that is meant for a model.
 */
export function isModelId(id: string): boolean {
  const segments = id.split('/');
  return (
    segments.length <= 2 && segments.every(segment => SEGMENT.test(segment))
  );
}

export function isRevision(revision: string): boolean {
  return (
    REVISION.test(revision) &&
    revision.split('/').every(segment => !/^\.{0,2}$/.test(segment))
  );
}

/** What the hub is asked for, in a form that mirrors know, too. */
export function metadataPath(id: string, revision: string): string {
  const query = ['sha', 'gated', 'safetensors']
    .map(key => `expand=${key}`)
    .join('&');
  return `/api/models/${encode(id)}/revision/${encodeURIComponent(
    revision,
  )}?${query}`;
}

/** All files with their sizes. */
export function filesPath(id: string, revision: string): string {
  return `/api/models/${encode(id)}/revision/${encodeURIComponent(
    revision,
  )}?blobs=true`;
}

export function filePath(id: string, revision: string, file: string): string {
  return `/${encode(id)}/resolve/${encodeURIComponent(
    revision,
  )}/${encodeURIComponent(file)}`;
}

function encode(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/');
}
