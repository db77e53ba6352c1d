import { Progress } from '@backstage/frontend-plugin-api';
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { OrganizationFromUrl } from '../organization/OrganizationFromUrl';
import { ModelsPage } from './ModelsPage/ModelsPage';

// The form brings the schemas with it, the model page the YAML writer
const NewModelPage = lazy(() =>
  import('./NewModelPage/NewModelPage').then(m => ({
    default: m.NewModelPage,
  })),
);
const ModelPage = lazy(() =>
  import('./ModelPage/ModelPage').then(m => ({ default: m.ModelPage })),
);

/** The list, the form and the model page: the portal's frame of pages leaves it to them to be its main landmark. */
export function ModelsRouter() {
  return (
    <OrganizationFromUrl>
      <main>
        <Suspense fallback={<Progress />}>
          <Routes>
            <Route index element={<ModelsPage />} />
            <Route path="new" element={<NewModelPage />} />
            <Route path=":id" element={<ModelPage />} />
          </Routes>
        </Suspense>
      </main>
    </OrganizationFromUrl>
  );
}
