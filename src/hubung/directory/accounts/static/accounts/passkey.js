// Says in words what a passkey could not do; the ceremony itself is django-allauth's.
const show = (id) => { document.getElementById(id).hidden = false }

document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  show('passkey-trouble')
})

// Browsers bind a passkey to a name; at a bare IP address or without TLS there are none.
const bare = /^[\d.]+$|^\[/.test(window.location.hostname)
if (!window.PublicKeyCredential || !window.isSecureContext || bare) {
  show('passkey-unable')
  for (const id of ['passkey_login', 'mfa_webauthn_add', 'mfa_webauthn_authenticate', 'mfa_webauthn_reauthenticate']) {
    const button = document.getElementById(id)
    if (button) button.disabled = true
  }
}
