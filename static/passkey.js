// Passkeys: adds one, or signs in with one. The pages hide these parts until here it is known that the browser can.
const door = '/account/auth/passkey';

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const part of document.querySelectorAll('[data-passkey-sign-in]')) offer(part, signIn);
  for (const part of document.querySelectorAll('[data-passkey-add]')) offer(part, add);
}

function offer(part, ceremony) {
  const failed = part.querySelector('[role=alert]');
  part.hidden = false;
  part.querySelector('button').addEventListener('click', async () => {
    failed.hidden = true;
    try {
      await ceremony(part);
    } catch {
      // Also when the person changed their mind: the browser does not tell one from the other.
      failed.textContent = part.dataset.failed;
      failed.hidden = false;
    }
  });
}

async function signIn(part) {
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(await ask('generate-authenticate-options'));
  const credential = await navigator.credentials.get({
    publicKey: { ...options, userVerification: 'required' }
  });
  const shared = document.querySelector('input[name=shared]')?.checked ? 'yes' : 'no';
  await ask(
    'verify-authentication',
    { response: credential.toJSON() },
    { 'x-trellis-shared-device': shared }
  );
  location.assign(part.dataset.to);
}

async function add(part) {
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(await ask('generate-register-options'));
  const credential = await navigator.credentials.create({ publicKey: options });
  await ask('verify-registration', {
    response: credential.toJSON(),
    name: part.querySelector('input').value
  });
  location.reload();
}

async function ask(step, body, headers = {}) {
  const answer = await fetch(
    `${door}/${step}`,
    body && {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body)
    }
  );
  if (!answer.ok) throw new Error(`${step}: ${answer.status}`);
  return answer.json();
}
