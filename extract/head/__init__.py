"""The fields of head and closing: issuers, number, place and date, kind, title; recipients, signers."""
