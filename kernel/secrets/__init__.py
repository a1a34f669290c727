"""Personal fields at rest: encrypted, found again by a blind index, hashed for the journal.

Why and how: docs/decisions/0008-personal-fields-are-encrypted-with-a-blind-index.md.
"""

from kernel.secrets.columns import EncryptedBytes, EncryptedJSON, EncryptedText
from kernel.secrets.generated import SecretsIncomplete, load_or_create_secrets
from kernel.secrets.keyring import (
    CannotDecrypt,
    CipherName,
    Keyring,
    blind_index,
    current,
    decrypt,
    digest,
    encrypt,
    use,
)

__all__ = [
    "CannotDecrypt",
    "CipherName",
    "EncryptedBytes",
    "EncryptedJSON",
    "EncryptedText",
    "Keyring",
    "SecretsIncomplete",
    "blind_index",
    "current",
    "decrypt",
    "digest",
    "encrypt",
    "load_or_create_secrets",
    "use",
]
