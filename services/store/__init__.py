"""Tables, migrations, the unit of work, the change log, the audit chain, search columns and attachments."""
