"""The second factor: codes by time (TOTP, RFC 6238: SHA-1, 6 digits, 30 s) and recovery codes, each good once."""

import hmac
import secrets
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from app.core.errors import Conflict, invalid
from app.models import Account, RecoveryCode
from app.security.field_encryption import Vault
from app.services.access.sessions import digest

ISSUER = "Cung Cau"
STEP_SECONDS = 30
DIGITS = 6
# A code is also taken one step early or late: clocks of telephones differ.
STEPS_AROUND = (0, -1, 1)
RECOVERY_CODES = 8
# Without letters and digits that look alike; 16 of 31 signs are 79 random bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_LENGTH = 16


def is_on(account: Account) -> bool:
    """Whether signing in asks for a code."""
    return account.totp_confirmed_at is not None


def begin(account: Account, vault: Vault) -> tuple[str, str]:
    """A new secret, not in force until it is confirmed: its base32 text and the otpauth URI for a QR code."""
    if is_on(account):
        raise Conflict("second_factor_on")
    secret = pyotp.random_base32()
    account.totp_sealed = vault.seal_in(secret, "accounts", "totp_sealed", account.id)
    account.totp_step = None
    return secret, pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=ISSUER)


def confirm(session: Session, account: Account, vault: Vault, code: str, now: datetime) -> list[str]:
    """Put the secret in force once a code of it was shown; the recovery codes, which can never be shown again."""
    if is_on(account):
        raise Conflict("second_factor_on")
    if account.totp_sealed is None:
        raise Conflict("second_factor_not_begun")
    if not take_code(session, account, vault, code, now):
        raise invalid("/code", "code_wrong")
    account.totp_confirmed_at = now
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=account.id, code_hash=_of_account(account.id, code)) for code in codes)
    session.flush()
    return ["-".join(code[i : i + 4] for i in range(0, RECOVERY_LENGTH, 4)) for code in codes]


def take_code(session: Session, account: Account, vault: Vault, code: str, now: datetime) -> bool:
    """Whether the code is of now and was not used before; it is used then."""
    if account.totp_sealed is None:
        return False
    totp = pyotp.TOTP(vault.open_in(account.totp_sealed, "accounts", "totp_sealed", account.id))
    step = int(now.timestamp()) // STEP_SECONDS
    found = [step + by for by in STEPS_AROUND if hmac.compare_digest(totp.generate_otp(step + by), code)]
    if not found:
        return False
    taken = session.scalar(
        update(Account)
        .where(Account.id == account.id, or_(Account.totp_step.is_(None), Account.totp_step < found[0]))
        .values(totp_step=found[0])
        .returning(Account.totp_step)
    )
    return taken is not None


def take_recovery_code(session: Session, account: Account, code: str, now: datetime) -> bool:
    """Whether the recovery code is one of the account's and was not used before; it is used then."""
    wanted = _of_account(account.id, code.replace("-", "").lower())
    taken = session.scalar(
        update(RecoveryCode)
        .where(RecoveryCode.account_id == account.id, RecoveryCode.code_hash == wanted, RecoveryCode.used_at.is_(None))
        .values(used_at=now)
        .returning(RecoveryCode.account_id)
    )
    return taken is not None


def refusal(session: Session, account: Account, vault: Vault, code: str | None, now: datetime) -> str | None:
    """Why the account may not come in with a right password and this code, six digits or a recovery code."""
    if not is_on(account):
        return None
    if code is None:
        return "second_factor_required"
    by_time = len(code) == DIGITS
    good = take_code(session, account, vault, code, now) if by_time else take_recovery_code(session, account, code, now)
    return None if good else "second_factor_wrong"


def reset(session: Session, account: Account) -> None:
    """Take the second factor off an account, with its recovery codes."""
    account.totp_sealed = account.totp_confirmed_at = account.totp_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.flush()


def _of_account(account_id: UUID, code: str) -> str:
    """79 random bits, so a plain digest cannot be guessed back."""
    return digest(f"{account_id}|{code}")
