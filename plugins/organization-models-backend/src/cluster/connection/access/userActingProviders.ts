/** Providers of the Kubernetes plugin that need a user's token in each request. */
const USER_ACTING = ['aks', 'google', 'oidc'];

/** Why a cluster cannot be used whose provider acts as the signed-in user. */
export function findUserActing(provider: string): string | undefined {
  return USER_ACTING.includes(provider)
    ? `its auth provider ${provider} acts as the user who is signed in, and models are kept while nobody is: give it a provider of the server, such as serviceAccount, aws, azure or googleServiceAccount`
    : undefined;
}
