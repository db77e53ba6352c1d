import { nearestNames } from '@orgmodels/backstage-plugin-organization-models-common';

/** `bfloat16` and its like: the name of a kind of numbers, and their bits. */
const BITS = /(?:int|float|fp|bf)(\d\d+)$/i;

/**
 * The one of an engine's choices that was meant by a value with a typo; none
 * where several are as near, or where figures would have to be guessed: float8
 * is not meant to be float, nor fp8_e4m3 to be fp8_e5m2.
 */
export function findMeantChoice(
  value: string,
  choices: string[],
): string | undefined {
  const alike = choices.filter(
    choice => figuresOf(choice) === figuresOf(value),
  );
  const near = nearestNames(value, alike);
  const meant =
    near.length > 0
      ? near
      : choices.filter(choice => hasBitsTransposed(value, choice));
  return meant.length === 1 ? meant[0] : undefined;
}

function figuresOf(text: string): string {
  return text.replace(/\D+/g, ' ').trim();
}

// No numbers have 61 bits, whereas a version 5.4 may be as good as a 4.5
function hasBitsTransposed(value: string, choice: string): boolean {
  const bits = BITS.exec(choice)?.[1];
  return (
    bits !== undefined &&
    isPowerOfTwo(bits) &&
    !isPowerOfTwo(BITS.exec(value)?.[1] ?? '') &&
    transpositionsOf(value.toLowerCase()).includes(choice.toLowerCase())
  );
}

function isPowerOfTwo(figures: string): boolean {
  return Number.isInteger(Math.log2(Number(figures)));
}

function transpositionsOf(text: string): string[] {
  return [...text]
    .slice(1)
    .map(
      (letter, index) =>
        text.slice(0, index) + letter + text[index] + text.slice(index + 2),
    );
}
