// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Elements and attributes of an XML document such as libvirt writes: enough for those, without entities of its own or name spaces. The
 * JDK's module java.xml would make the distribution's image a third larger (11.8 to 16.0 MB, measured with JDK 25).
 *
 * @param name of the element
 * @param children in their order; text is left out
 */
record Markup(String name, Map<String, String> attributes, List<Markup> children) {
    private static final int DEEPEST = 100;

    /**
     * The element that the document is.
     *
     * @throws IllegalArgumentException if it is not well formed
     */
    static Markup parse(String document) {
        Markup top = new Markup("", Map.of(), new ArrayList<>());
        List<Markup> open = new ArrayList<>(List.of(top));
        int at = document.indexOf('<');
        while (at >= 0) {
            if (document.startsWith("<!--", at)) {
                at = after(document, "-->", at);
            } else if (document.startsWith("<![CDATA[", at)) {
                at = after(document, "]]>", at);
            } else if (document.startsWith("<?", at) || document.startsWith("<!", at)) {
                at = after(document, ">", at);
            } else {
                int end = end(document, at);
                tag(document.substring(at + 1, end), open);
                at = end + 1;
            }
            at = document.indexOf('<', at);
        }
        if (open.size() != 1 || top.children.size() != 1) {
            throw new IllegalArgumentException("the document is cut or has no element");
        }
        return top.children.getFirst();
    }

    private static int after(String document, String mark, int from) {
        int at = document.indexOf(mark, from);
        if (at < 0) {
            throw new IllegalArgumentException("the document is cut");
        }
        return at + mark.length();
    }

    /** Where a tag ends: a value may hold a {@code >}. */
    private static int end(String document, int start) {
        char quote = 0;
        for (int i = start; i < document.length(); i++) {
            char letter = document.charAt(i);
            if (quote != 0) {
                quote = letter == quote ? 0 : quote;
            } else if (letter == '"' || letter == '\'') {
                quote = letter;
            } else if (letter == '>') {
                return i;
            }
        }
        throw new IllegalArgumentException("the document is cut");
    }

    private static void tag(String tag, List<Markup> open) {
        if (tag.startsWith("/")) {
            if (open.size() == 1
                    || !open.removeLast().name.equals(tag.substring(1).strip())) {
                throw new IllegalArgumentException("the end of <" + tag.substring(1) + "> has no beginning");
            }
            return;
        }
        boolean empty = tag.endsWith("/");
        String inner = empty ? tag.substring(0, tag.length() - 1) : tag;
        String name = inner.strip().replaceFirst("(?s)\\s.*", "");
        Markup element = new Markup(name, attributes(inner.strip().substring(name.length())), new ArrayList<>());
        open.getLast().children.add(element);
        if (!empty) {
            if (open.size() > DEEPEST) {
                throw new IllegalArgumentException("elements are in each other more than " + DEEPEST + " deep");
            }
            open.add(element);
        }
    }

    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        String rest = text.strip();
        while (!rest.isEmpty()) {
            int equals = rest.indexOf('=');
            String value = equals < 0 ? "" : rest.substring(equals + 1).strip();
            int end = value.isEmpty() ? -1 : value.indexOf(value.charAt(0), 1);
            if (end < 0 || (value.charAt(0) != '"' && value.charAt(0) != '\'')) {
                throw new IllegalArgumentException("an attribute without a value");
            }
            attributes.put(rest.substring(0, equals).strip(), plain(value.substring(1, end)));
            rest = value.substring(end + 1).strip();
        }
        return attributes;
    }

    private static String plain(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }

    /** An attribute, or empty. */
    String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    /** All elements that so many steps down are called so. */
    List<Markup> all(String... steps) {
        List<Markup> found = List.of(this);
        for (String step : steps) {
            found = found.stream()
                    .flatMap(element -> element.children.stream())
                    .filter(child -> child.name.equals(step))
                    .toList();
        }
        return found;
    }

    /** The first of them; one without anything where there is none. */
    Markup first(String... steps) {
        return all(steps).stream().findFirst().orElse(new Markup("", Map.of(), List.of()));
    }
}
