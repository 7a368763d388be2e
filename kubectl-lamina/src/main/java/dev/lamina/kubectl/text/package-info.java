/// Tables, sizes and times in the words Docker uses; nothing in here knows what it prints.
@NullMarked
package dev.lamina.kubectl.text;

import org.jspecify.annotations.NullMarked;
