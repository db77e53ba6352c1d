import type { Told } from './ModelFeed';

/** Asks once about what all that follow a model are told, however many they are. */
export function onceForAll<T>(
  ask: (told: Told) => Promise<T>,
): (told: Told) => Promise<T> {
  const answers = new WeakMap<Told, Promise<T>>();
  return told => {
    const answer = answers.get(told) ?? ask(told);
    answers.set(told, answer);
    return answer;
  };
}
