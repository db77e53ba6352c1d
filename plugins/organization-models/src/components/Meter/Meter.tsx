import styles from './Meter.module.css';

/** How much of a whole is taken. */
export function Meter(props: {
  label: string;
  value: number;
  maximum: number;
}) {
  const { label, value, maximum } = props;
  const share = maximum > 0 ? Math.min(1, Math.max(0, value / maximum)) : 0;
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={maximum}
      className={styles.track}
    >
      <div className={styles.fill} style={{ width: `${share * 100}%` }} />
    </div>
  );
}
