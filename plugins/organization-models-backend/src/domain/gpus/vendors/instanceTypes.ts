/** Which every cloud writes, and some write nothing else. */
export const INSTANCE_TYPE_LABEL = 'node.kubernetes.io/instance-type';

/** The GPUs of a kind of machine. */
export type InstanceType = {
  product: string;
  /** Only where all of the product have as much. */
  memoryGib?: number;
};

// Sources: the clouds' pages of machine types. The first pattern counts.
const TYPES: [RegExp, string, number][] = [
  // Amazon
  [/^p6-b300\./, 'B300', 288],
  [/^p6e-gb300\./, 'GB300', 288],
  [/^p6e-gb200\./, 'GB200', 186],
  [/^p6-b200\./, 'B200', 180],
  [/^p5en?\./, 'H200', 141],
  [/^p5\./, 'H100', 80],
  [/^p4de\./, 'A100-80GB', 80],
  [/^p4d\./, 'A100-40GB', 40],
  [/^p3dn\./, 'V100-32GB', 32],
  [/^p3\./, 'V100-16GB', 16],
  [/^g7e\./, 'RTX-PRO-6000', 96],
  [/^g6e\./, 'L40S', 48],
  [/^gr?6\./, 'L4', 24],
  [/^dl1\./, 'gaudi', 32],
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
  [/^a4x-maxgpu/, 'GB300', 288],
  [/^a3-(high|mega|edge)gpu/, 'H100', 80],
  [/^a2-ultragpu/, 'A100-80GB', 80],
  [/^a2-(high|mega)gpu/, 'A100-40GB', 40],
  [/^g2-standard/, 'L4', 24],
  // Oracle
  [/^BM\.GPU\.B200/, 'B200', 180],
  [/^BM\.GPU\.H200/, 'H200', 141],
  [/^BM\.GPU\.H100/, 'H100', 80],
  [/^BM\.GPU\.A100-v2/, 'A100-80GB', 80],
  [/^BM\.GPU\.GM4\./, 'A100-80GB', 80],
  [/^BM\.GPU(4|\.B4)\./, 'A100-40GB', 40],
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
  [/^gx2[.-]\d+x\d+[.x]\d+v100/, 'V100-16GB', 16],
  // Akamai
  [/^g2-gpu-rtx4000a/, 'RTX-4000-Ada', 20],
  [/^g1-gpu-rtx6000-/, 'Quadro-RTX-6000', 24],
  // OVH
  [/^t1(-le)?-\d+$/, 'V100-16GB', 16],
  [/^t2(-le)?-\d+$/, 'V100S-32GB', 32],
  [/^a100-180$/, 'A100-80GB', 80],
  [/^rtx5000-\d+$/, 'Quadro-RTX-5000', 16],
  // Exoscale
  [/^gpu3\./, 'A40', 48],
  // Alibaba
  [/^ecs\.gn7i-/, 'A10', 24],
  [/^ecs\.gn6v-/, 'V100-16GB', 16],
  [/^ecs\.gn6i-/, 'T4', 16],
  // Tencent
  [/^GN10Xp\./, 'V100-32GB', 32],
  [/^GN7\./, 'T4', 16],
  // DigitalOcean
  [/^gpu-4000adax/, 'RTX-4000-Ada', 20],
  [/^gpu-6000adax/, 'RTX-6000-Ada', 48],
  [/^gpu-h100x/, 'H100', 80],
  [/^gpu-h200x/, 'H200', 141],
  [/^gpu-l40sx/, 'L40S', 48],
  [/^gpu-mi300x\d+-/, 'MI300X', 192],
  // Scaleway
  [/^H100-(SXM-)?\d+-/, 'H100', 80],
  [/^L40S-\d+-/, 'L40S', 48],
  [/^L4-\d+-/, 'L4', 24],
  [/^RENDER-S/, 'P100', 16],
];

/** Machines that may have a part of a GPU, whatever their name says. */
const IN_PARTS = /^Standard_NV|^g6f\.|^gr6f\.|^vcg-/;

// Products that have one size of memory, or none where they have several
const NAMED: Record<string, number | undefined> = {
  gb300: 288,
  gb200: 186,
  gh200: 96,
  b300: 288,
  b200: 180,
  h200: 141,
  h100: 80,
  a100: undefined,
  l40s: 48,
  l40: 48,
  l4: 24,
  a40: 48,
  a30: 24,
  a16: 16,
  a10: 24,
  a10g: 24,
  t4: 16,
  v100: undefined,
  mi300x: 192,
  mi325x: 256,
  mi350x: 288,
  mi355x: 288,
  gaudi2: 96,
  gaudi3: 128,
};

// gpu_8x_h100_sxm5, gpu-mi325x8-2048gb, Standard_ND128isr_GB300_v6: clouds name
// machines after what is in them, with how many of them close by
function findNamed(type: string): InstanceType | undefined {
  const words = type.toLowerCase().split(/[^a-z0-9]+/);
  const name = Object.keys(NAMED).find(product =>
    words.some(word =>
      // mi325x8 are eight of MI325X
      new RegExp(
        `^(\\d+x?|gpu)?${product}(${
          product.endsWith('x') ? '' : 'x'
        }\\d+|ib)?$`,
      ).test(word),
    ),
  );
  return name && !IN_PARTS.test(type)
    ? { product: name.toUpperCase(), memoryGib: NAMED[name] }
    : undefined;
}

/** What GPUs a machine type has, by the clouds' own naming. */
export function findInstanceType(
  type: string | undefined,
): InstanceType | undefined {
  if (!type) {
    return undefined;
  }
  const found = TYPES.find(([pattern]) => pattern.test(type));
  return found ? { product: found[1], memoryGib: found[2] } : findNamed(type);
}
