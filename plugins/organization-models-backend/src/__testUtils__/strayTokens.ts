type Fields = Record<string, any>;

/**
 * Bodies in which a token is where it does not belong: all of them are
 * refused, and none may be quoted.
 */
export function listStrayTokens(token: string): [string, unknown][] {
  const config = (deployment_config: Fields) => ({ deployment_config });
  const fields: Fields[] = [
    { [token]: token },
    { hugging_face_token: token },
    { name: token },
    { display_name: token },
    { description: `use ${token}` },
    { model_type: token },
    { huggingface_id: token },
    { huggingface_id: `acme/${token}` },
    { repository_url: `https://x:${token}@huggingface.co/a/b` },
    { repository_url: `https://huggingface.co/a/${token}` },
    { version: token },
    { tags: [token] },
    { tags: token },
    { is_public: token },
    { desired_state: token },
    { requirements: { cpu: token, memory: token } },
    { requirements: { gpu: { gpu_type: token, min_vram: token } } },
    { requirements: { gpu: { [token]: 1, min_gpus: token } } },
    config({ [token]: 1 }),
    config({ hugging_face_token: [token] }),
    config({ hugging_face_token: { value: token } }),
    config({ hugging_face_token: ` ${token}` }),
    config({ hugging_face_token: token.repeat(100) }),
    config({ hugging_face_token: token, hugging_face_token_secret: token }),
    config({
      hugging_face_token: token,
      hugging_face_token_secret: { name: 'x' },
    }),
    config({ hugging_face_token_secret: { name: token } }),
    config({ hugging_face_token_secret: { name: 'x', key: token } }),
    config({ image: token }),
    config({ image: `registry.acme.io/x:${token}` }),
    config({ image_pull_policy: token }),
    config({ command: ['vllm', 'serve', 'a/b', '--hf-token', token] }),
    config({ command: ['sh', '-c', `HF_TOKEN=${token} vllm serve a/b`] }),
    config({ command: token }),
    config({ args: [`--hf-token=${token}`] }),
    config({ extra_args: ['--hf_token', token] }),
    config({ extra_args: [`--served-model-name=${token}`] }),
    config({ extra_env: [{ name: 'HF_TOKEN', value: token }] }),
    config({ extra_env: [{ name: 'HARMLESS', value: token }] }),
    config({ extra_env: [{ name: token, value: 'x' }] }),
    config({ extra_env: { HF_TOKEN: token } }),
    config({ node_selector: { [token]: 'x' } }),
    config({ node_selector: { pool: token } }),
    config({ tolerations: [{ key: token }] }),
    config({ tolerations: [{ key: 'x', value: token }] }),
    config({ storage_class: token, storage_size: token }),
    config({ shared_pvc: token }),
    config({ queue_name: token }),
    config({ cluster: token }),
    config({ runtime: token, gpu_count: token, max_model_len: token }),
    config({ autoscaling_config: { target_metric: token } }),
    config({ autoscaling_config: { scale_down_delay: token } }),
    { plan_hash: [token] },
  ];
  return [
    ...fields.map((body): [string, unknown] => [
      JSON.stringify(body).replaceAll(token, '…').slice(0, 90),
      body,
    ]),
    ['a list', [token]],
    ['JSON that does not end', `{"hugging_face_token": "${token}"`],
    ['JSON without quotes', `{"deployment_config": ${token}}`],
    ['JSON that is text', `"${token}"`],
  ];
}
