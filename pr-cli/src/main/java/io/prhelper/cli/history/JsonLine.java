// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON object of one line as names and texts: {@code {"device":{"number":"8:16"}}} is {@code device.number}, {@code 8:16}. */
public final class JsonLine {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int DEEPEST = 16;

    private JsonLine() {}

    /** Names with dots between, and their values as text, those of an array in its order; empty where the line is no whole object. */
    public static Optional<Map<String, List<String>>> read(String line) {
        Map<String, List<String>> fields = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            object(parser, "", fields, 0);
            return parser.nextToken() == null ? Optional.of(fields) : Optional.empty();
        } catch (JacksonException garbage) {
            return Optional.empty();
        }
    }

    private static void object(JsonParser parser, String prefix, Map<String, List<String>> fields, int depth) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            value(parser, prefix + name, fields, depth);
        }
    }

    private static void value(JsonParser parser, String name, Map<String, List<String>> fields, int depth) {
        JsonToken token = parser.currentToken();
        if (depth == DEEPEST) {
            parser.skipChildren();
        } else if (token == JsonToken.START_OBJECT) {
            object(parser, name + ".", fields, depth + 1);
        } else if (token == JsonToken.START_ARRAY) {
            array(parser, name, fields, depth + 1);
        } else if (token != JsonToken.VALUE_NULL) {
            fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(parser.getString());
        }
    }

    /** journald writes a text that is not all printable as an array of its bytes (systemd.journal-fields(7), JSON format). */
    private static void array(JsonParser parser, String name, Map<String, List<String>> fields, int depth) {
        StringBuilder bytes = new StringBuilder();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.VALUE_NUMBER_INT) {
                bytes.append((char) (parser.getIntValue() & 0xff));
            } else {
                value(parser, name, fields, depth);
            }
        }
        if (!bytes.isEmpty()) {
            String text = new String(bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(text);
        }
    }
}
