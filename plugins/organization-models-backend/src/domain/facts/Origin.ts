/**
 * What a model keeps of the workload that it was made of, since it cannot be
 * changed, or only with new pods.
 */
export type Origin = {
  /** What was there, to be taken over once: exactly these. */
  objects: { kind: string; name: string; uid: string }[];
  /** Of the Deployment, which is immutable. */
  selector: Record<string, string>;
  /** Labels of the pods which are not those that new pods would get. */
  podLabels?: Record<string, string>;
  /** The namespace is nobody's here: nothing is made in it but the model. */
  foreignNamespace?: true;
};
