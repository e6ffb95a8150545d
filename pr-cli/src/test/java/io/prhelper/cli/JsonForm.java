// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A schema of those that are installed. */
public final class JsonForm {
    private final Schema schema;

    /** As it is in the sources: {@code inspect-1}. */
    public JsonForm(String name) throws IOException {
        String text = Files.readString(Path.of("src/dist/share/schema/" + name + ".json"));
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    /** What is wrong with a document; empty where nothing is. */
    public List<String> faults(String document) {
        return schema.validate(document, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
