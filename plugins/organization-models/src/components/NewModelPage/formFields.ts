/** What the form has a field for, as the API names it. */
export const FORM_FIELDS: readonly string[] = [
  'huggingface_id',
  'name',
  'display_name',
  'model_type',
  'deployment_config.gpu_count',
  'deployment_config.replicas',
  'deployment_config.autoscaling_config.min_replicas',
  'deployment_config.autoscaling_config.max_replicas',
  'deployment_config.hugging_face_token',
  'deployment_config.image',
  'deployment_config.storage_size',
  'deployment_config.storage_class',
];
