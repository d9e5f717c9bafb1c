package org.arbolt;

/**
 * Something the user gave cannot be used. The message is one line that says what, where and what to do about it; the
 * command line prints it as it is and exits with code 2.
 */
public class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** @param message one line: what is wrong, where (file and place), and the remedy */
  public BadInput(String message) {
    super(message);
  }

  public BadInput(String message, Throwable cause) {
    super(message, cause);
  }
}
