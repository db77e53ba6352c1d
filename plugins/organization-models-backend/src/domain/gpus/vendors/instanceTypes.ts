/** Which every cloud writes, and some write nothing else. */
export const INSTANCE_TYPE_LABEL = 'node.kubernetes.io/instance-type';

/** The GPUs of a kind of machine. */
export type InstanceType = { product: string; memoryGib: number };

// Sources: the clouds' pages of machine types. The first pattern counts.
const TYPES: [RegExp, string, number][] = [
  // Amazon
  [/^p6-b300\./, 'B300', 288],
  [/^p6e?-g?b200\./, 'B200', 180],
  [/^p5en?\./, 'H200', 141],
  [/^p5\./, 'H100', 80],
  [/^p4de\./, 'A100-80GB', 80],
  [/^p4d\./, 'A100-40GB', 40],
  [/^p3dn\./, 'V100-32GB', 32],
  [/^p3\./, 'V100-16GB', 16],
  [/^g7e\./, 'RTX-PRO-6000', 96],
  [/^g6e\./, 'L40S', 48],
  [/^gr?6\./, 'L4', 24],
  [/^g5g\./, 'T4G', 16],
  [/^g5\./, 'A10G', 24],
  [/^g4dn\./, 'T4', 16],
  [/^trn2u?\./, 'trainium2', 96],
  [/^trn1n?\./, 'trainium', 32],
  [/^inf2\./, 'inferentia2', 32],
  [/^inf1\./, 'inferentia', 8],
  // Azure
  [/^Standard_ND\d+\w*_H200_/, 'H200', 141],
  [/^Standard_ND\d+\w*_(MI300X)_/, 'MI300X', 192],
  [/^Standard_ND\d+\w*_GB200_v6/, 'GB200', 186],
  [/^Standard_ND\d+\w*_H100_v5/, 'H100', 80],
  [/^Standard_NCC?\d+\w*_H100_v5/, 'H100-NVL', 94],
  // smaller ones have a part of it
  [/^Standard_NV(36|72)\w*_A10_v5/, 'A10', 24],
  [/^Standard_NC\d+\w*_A100_v4/, 'A100-80GB', 80],
  [/^Standard_ND\d+amsr_A100_v4/, 'A100-80GB', 80],
  [/^Standard_ND\d+asr_v4/, 'A100-40GB', 40],
  [/^Standard_NC\d+\w*_T4_v3/, 'T4', 16],
  [/^Standard_NC\d+r?s_v3/, 'V100-16GB', 16],
  [/^Standard_ND\d+rs_v2/, 'V100-32GB', 32],
  // Google
  [/^a4x-highgpu/, 'GB200', 186],
  [/^a4-highgpu/, 'B200', 180],
  [/^g4-standard/, 'RTX-PRO-6000', 96],
  [/^a3-ultragpu/, 'H200', 141],
  [/^a3-/, 'H100', 80],
  [/^a2-ultragpu/, 'A100-80GB', 80],
  [/^a2-/, 'A100-40GB', 40],
  [/^g2-/, 'L4', 24],
  // Oracle
  [/^BM\.GPU\.B200/, 'B200', 180],
  [/^BM\.GPU\.H200/, 'H200', 141],
  [/^BM\.GPU\.H100/, 'H100', 80],
  [/^BM\.GPU\.A100-v2/, 'A100-80GB', 80],
  [/^BM\.GPU4\./, 'A100-40GB', 40],
  [/^BM\.GPU\.L40S/, 'L40S', 48],
  [/^BM\.GPU\.GB200/, 'GB200', 186],
  [/^BM\.GPU\.MI300X/, 'MI300X', 192],
  [/^BM\.GPU\.MI355X/, 'MI355X', 288],
  [/^(BM|VM)\.GPU\.A10\./, 'A10', 24],
  [/^(BM|VM)\.GPU3\./, 'V100-16GB', 16],
  [/^(BM|VM)\.GPU2\./, 'P100', 16],
  // IBM
  [/^gx3d?[.-]\d+x\d+[.x](\d+)?l40s/, 'L40S', 48],
  [/^gx3d?[.-]\d+x\d+[.x](\d+)?l4/, 'L4', 24],
  [/^gx3d?[.-]\d+x\d+[.x](\d+)?h100/, 'H100', 80],
  [/^gx3d?[.-]\d+x\d+[.x](\d+)?h200/, 'H200', 141],
  [/^gx3d?[.-]\d+x\d+[.x](\d+)?mi300x/, 'MI300X', 192],
  // DigitalOcean
  [/^gpu-h100x/, 'H100', 80],
  [/^gpu-h200x/, 'H200', 141],
  [/^gpu-l40sx/, 'L40S', 48],
  [/^gpu-mi300x\d+-/, 'MI300X', 192],
  // Scaleway
  [/^H100-(SXM-)?\d+-/, 'H100', 80],
  [/^L40S-\d+-/, 'L40S', 48],
  [/^L4-\d+-/, 'L4', 24],
];

/** What GPUs a machine type has, by the clouds' own naming. */
export function findInstanceType(
  type: string | undefined,
): InstanceType | undefined {
  const found = TYPES.find(([pattern]) => type && pattern.test(type));
  return found && { product: found[1], memoryGib: found[2] };
}
