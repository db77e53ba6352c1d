const MULTIPLIERS: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const PATTERN =
  /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/**
 * Reads a Kubernetes quantity.
 *
 * @returns the value in base units (bytes, cores, pieces), or `undefined` when
 * the text is not a quantity
 * @remarks Grammar: k8s.io/apimachinery/pkg/api/resource.Quantity.
 * @public
 */
export function parseQuantity(quantity: string): number | undefined {
  const match = PATTERN.exec(quantity.trim());
  if (!match) {
    return undefined;
  }
  const [, number, exponent, suffix] = match;
  return exponent
    ? Number(`${number}${exponent}`)
    : scale(number, MULTIPLIERS[suffix ?? '']);
}

// 0.1 * 1e3 is exact in thousandths; plain floating point is not
function scale(number: string, multiplier: number): number {
  const value = Number(number) * multiplier;
  return Math.abs(value) >= 1
    ? Number(value.toPrecision(15))
    : Number(value.toPrecision(9));
}

const BINARY_UNITS = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'] as const;

/**
 * Writes bytes as the shortest exact binary quantity, for instance `16Gi`.
 *
 * @public
 */
export function formatBytes(bytes: number): string {
  const whole = Math.round(bytes);
  const unit = BINARY_UNITS.find(
    candidate => whole > 0 && whole % MULTIPLIERS[candidate] === 0,
  );
  return unit ? `${whole / MULTIPLIERS[unit]}${unit}` : String(whole);
}

/**
 * Writes cores as Kubernetes does: `2`, or `1500m` when it is not whole.
 *
 * @public
 */
export function formatCores(cores: number): string {
  const thousandths = Math.round(cores * 1000);
  return thousandths % 1000 === 0
    ? String(thousandths / 1000)
    : `${thousandths}m`;
}
