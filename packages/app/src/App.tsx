import { createApp } from '@backstage/frontend-defaults';
import { developmentSignInModule } from './developmentSignIn';

export const app = createApp({ features: [developmentSignInModule] });
