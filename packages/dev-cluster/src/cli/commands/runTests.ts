export async function runTests(_p: string | undefined, _o: object): Promise<number> { return 1; }
