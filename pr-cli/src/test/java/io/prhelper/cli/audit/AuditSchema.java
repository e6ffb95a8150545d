// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The schema that is installed. */
public final class AuditSchema {
    private final Schema schema;

    /** As it is in the sources. */
    public AuditSchema() throws IOException {
        String text = Files.readString(Path.of("src/dist/share/schema/audit-1.json"));
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    /** What is wrong with a line; empty where nothing is. */
    public List<String> faults(String line) {
        return schema.validate(line, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
