import { identity } from './open.server.ts';

/** Gives an existing person an e-mail and password to sign in with. Throws when the e-mail is taken. */
export async function createStaffSignIn(
  person: { id: string; name: string },
  email: string,
  password: string
): Promise<void> {
  const { adapter, internalAdapter, password: hasher } = await identity().$context;
  const at = new Date();
  await adapter.create({
    model: 'user',
    forceAllowId: true,
    data: {
      id: person.id,
      name: person.name,
      email: email.toLowerCase(),
      emailVerified: true,
      createdAt: at,
      updatedAt: at
    }
  });
  await internalAdapter.linkAccount({
    userId: person.id,
    providerId: 'credential',
    accountId: person.id,
    password: await hasher.hash(password)
  });
}
