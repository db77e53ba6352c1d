/*
 * A process of its own, since Node.js reads which proxies and authorities there are when it starts: asks the registry
 * HOST at URL what IMAGE is, and prints the answer.
 */
import { ImageRegistries } from '../ImageRegistries';

const [host, url, image] = process.argv.slice(2);

new ImageRegistries({ registries: [{ host, url }], timeoutMs: 10_000 })
  .read(image)
  .then(answer => process.stdout.write(JSON.stringify(answer)));
