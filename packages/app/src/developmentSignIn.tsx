import { ProxiedSignInPage } from '@backstage/core-components';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import {
  Button,
  Card,
  CardBody,
  CardHeader,
  Container,
  Flex,
  Text,
} from '@backstage/ui';
import { useState } from 'react';

const USERS = [
  { name: 'guest', role: 'Guest, a member of Acme' },
  { name: 'acme-engineer', role: 'Engineer at Acme' },
  { name: 'acme-admin', role: 'Administrator of quotas at Acme' },
  { name: 'globex-engineer', role: 'Engineer at Globex' },
  { name: 'two-orgs', role: 'Member of Acme and Globex' },
  { name: 'no-org', role: 'Member of no organization' },
];

/** Offers the users of the development catalog; the backend decides. */
function DevelopmentSignInPage({ onSignInSuccess }: SignInPageProps) {
  const [user, setUser] = useState<string>();
  return user ? (
    <ProxiedSignInPage
      provider="development"
      headers={{ 'X-Development-User': user }}
      onSignInSuccess={onSignInSuccess}
    />
  ) : (
    <Container>
      <Card style={{ maxWidth: '28rem', margin: '15vh auto 0' }}>
        <CardHeader>
          <Text as="h1" variant="title-small">
            Sign in for development
          </Text>
        </CardHeader>
        <CardBody>
          <Flex direction="column" gap="2">
            {USERS.map(({ name, role }) => (
              <Flex key={name} align="center" justify="between" gap="4">
                <Text color="secondary">{role}</Text>
                <Button variant="secondary" onPress={() => setUser(name)}>
                  {name}
                </Button>
              </Flex>
            ))}
          </Flex>
        </CardBody>
      </Card>
    </Container>
  );
}

const signInPage = SignInPageBlueprint.make({
  params: { loader: async () => DevelopmentSignInPage },
});

export const developmentSignInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage],
});
