// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.libc.Memory;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Compares a struct class with the layout that the C header gives, field by field. */
final class StructFields {
    static final ValueLayout.OfByte CHAR = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final StructLayout layout;
    private final MemorySegment bytes;

    private StructFields(StructLayout layout, Memory struct) {
        this.layout = layout;
        bytes = MemorySegment.ofBuffer(struct.buffer());
        assertThat(bytes.byteSize()).isEqualTo(layout.byteSize());
    }

    /** The fields of a struct as it was made. */
    static StructFields of(StructLayout layout, Memory struct) {
        return new StructFields(layout, struct);
    }

    /** The fields of a struct that is all ones from now on, so that a write that is too narrow shows. */
    static StructFields ones(StructLayout layout, Memory struct) {
        StructFields fields = new StructFields(layout, struct);
        fields.bytes.fill((byte) 0xff);
        return fields;
    }

    /** Where a memory is, as C sees it. */
    static long address(Memory memory) {
        return MemorySegment.ofBuffer(memory.buffer()).address();
    }

    /** Every offset constant of the class is that of the field of the same name. */
    static void assertOffsets(Class<?> struct, StructLayout layout) {
        Map<String, Integer> inHeader = new TreeMap<>();
        for (String name : offsets(struct).keySet()) {
            inHeader.put(name, Math.toIntExact(layout.byteOffset(PathElement.groupElement(name))));
        }
        assertThat(offsets(struct)).isNotEmpty().isEqualTo(inHeader);
    }

    /** The offset constants of a class, by the names of C's fields. */
    static Map<String, Integer> offsets(Class<?> struct) {
        Map<String, Integer> declared = new TreeMap<>();
        for (Field field : struct.getDeclaredFields()) {
            if (field.getType() == int.class && field.getModifiers() == (Modifier.STATIC | Modifier.FINAL)) {
                declared.put(field.getName().toLowerCase(Locale.ROOT), valueOf(field));
            }
        }
        return declared;
    }

    /** The bytes of the struct. */
    static int size(Class<?> struct) {
        try {
            return valueOf(struct.getDeclaredField("SIZE"));
        } catch (NoSuchFieldException none) {
            throw new AssertionError("the class tells its size", none);
        }
    }

    private static int valueOf(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException closed) {
            throw new AssertionError("the struct's constants are open to its package", closed);
        }
    }

    /** What the field holds as C sees it, not extended in sign. */
    long get(String field) {
        long offset = layout.byteOffset(PathElement.groupElement(field));
        MemoryLayout type = layout.select(PathElement.groupElement(field));
        return switch ((int) type.byteSize()) {
            case 1 -> Byte.toUnsignedLong(bytes.get(CHAR, offset));
            case 2 -> Short.toUnsignedLong(bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset));
            case 4 -> Integer.toUnsignedLong(bytes.get(ValueLayout.JAVA_INT_UNALIGNED, offset));
            default -> bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
        };
    }

    /** Puts a value in as C does. */
    void put(String field, long value) {
        long offset = layout.byteOffset(PathElement.groupElement(field));
        MemoryLayout type = layout.select(PathElement.groupElement(field));
        switch ((int) type.byteSize()) {
            case 1 -> bytes.set(CHAR, offset, (byte) value);
            case 2 -> bytes.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) value);
            case 4 -> bytes.set(ValueLayout.JAVA_INT_UNALIGNED, offset, (int) value);
            default -> bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
        }
    }

    /** All bytes but those of the named fields still are ones. */
    void assertUntouchedBut(String... written) {
        for (String field : written) {
            put(field, -1);
        }
        assertThat(bytes.toArray(CHAR)).containsOnly((byte) 0xff);
    }
}
