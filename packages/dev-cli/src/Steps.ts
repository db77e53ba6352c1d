/** Tells the user what happens and how long it took; made by the bootstrap, so that all of `./dev` speaks alike. */
export interface Steps {
  run<T>(
    title: string,
    step: () => Promise<T>,
    options?: { announce?: string },
  ): Promise<T>;
  note(text: string): void;
}
