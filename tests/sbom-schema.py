"""Holds pkg/sbom.cdx.json to CycloneDX's own schema, strictly: nothing that it does not know."""

import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

text = Path("pkg/sbom.cdx.json").read_text(encoding="utf-8")
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
if error:
    sys.exit(f"pkg/sbom.cdx.json: {error}")
print("pkg/sbom.cdx.json is CycloneDX 1.6")
