/** An answer whose body a test writes piece by piece. */
export function streamedAnswer() {
  const waiting: (() => void)[] = [];
  const pieces: (string | undefined)[] = [];
  const arrive = (piece: string | undefined) => {
    pieces.push(piece);
    waiting.splice(0).forEach(go => go());
  };
  const cancel = jest.fn(async () => {});
  const read = async (): Promise<{ done: boolean; value?: Uint8Array }> => {
    while (pieces.length === 0) {
      await new Promise<void>(resolve => waiting.push(resolve));
    }
    const piece = pieces.shift();
    return piece === undefined
      ? { done: true }
      : { done: false, value: new TextEncoder().encode(piece) };
  };
  return {
    response: {
      body: { getReader: () => ({ read, cancel }) },
    } as unknown as Response,
    write: (text: string) => arrive(text),
    end: () => arrive(undefined),
    cancel,
  };
}
