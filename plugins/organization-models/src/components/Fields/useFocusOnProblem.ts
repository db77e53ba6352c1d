import { useEffect, useRef, useState } from 'react';

/** What can have focus: a number's whole group is invalid with its box. */
const INVALID = ['input', 'textarea', 'button']
  .map(element => `${element}[aria-invalid="true"]`)
  .join();

/**
 * Takes the user to the first field that has a problem.
 *
 * @returns the form's ref, and what to call when it could not be sent
 */
export function useFocusOnProblem() {
  const formRef = useRef<HTMLFormElement>(null);
  const [refusals, setRefusals] = useState(0);
  // The problems show only after the refusal was drawn
  useEffect(() => {
    if (refusals > 0) {
      formRef.current?.querySelector<HTMLElement>(INVALID)?.focus();
    }
  }, [refusals]);
  return {
    formRef,
    focusOnProblem: () => setRefusals(previous => previous + 1),
  };
}
