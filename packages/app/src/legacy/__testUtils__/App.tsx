/*
 * An app of the legacy frontend system, as `create-app --legacy` makes it, turned
 * into one of the new system by the lines of docs/install.md: its imports are the
 * first ones here, and its code the last. App.test.tsx holds the two together.
 */
import { createApp } from '@backstage/frontend-defaults';
import {
  convertLegacyAppOptions,
  convertLegacyAppRoot,
} from '@backstage/core-compat-api';
import organizationModels from '@orgmodels/backstage-plugin-organization-models';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import {
  AlertDisplay,
  OAuthRequestDialog,
  SidebarPage,
  UserIdentity,
} from '@backstage/core-components';
import type {
  AnyApiFactory,
  SignInPageProps,
} from '@backstage/core-plugin-api';
import { CatalogIndexPage } from '@backstage/plugin-catalog';
import { type PropsWithChildren, useEffect } from 'react';
import { Route } from 'react-router-dom';

function GuestsOnly({ onSignInSuccess }: SignInPageProps) {
  useEffect(
    () => onSignInSuccess(UserIdentity.createGuest()),
    [onSignInSuccess],
  );
  return null;
}

const apis: AnyApiFactory[] = [];
const components = { SignInPage: GuestsOnly };
type Options = NonNullable<Parameters<typeof createApp>[0]>;
const bindRoutes: Options['bindRoutes'] = () => {};
const Root = ({ children }: PropsWithChildren) => (
  <SidebarPage>{children}</SidebarPage>
);
const routes = (
  <FlatRoutes>
    <Route path="/catalog" element={<CatalogIndexPage />} />
  </FlatRoutes>
);

const app = createApp({
  bindRoutes, // as it was
  features: [
    convertLegacyAppOptions({ apis, components }),
    ...convertLegacyAppRoot(
      <>
        <AlertDisplay />
        <OAuthRequestDialog />
        <AppRouter>
          <Root>{routes}</Root>
        </AppRouter>
      </>,
    ),
    organizationModels,
  ],
});

export default app.createRoot();
