namespace Dialer.Core.CallProgress;

/// <summary>How readily a phrase that sounds recorded is taken for a machine: each step finds more machines, sooner, and takes more people for one.</summary>
public enum CallProgressSensitivity : byte
{
    /// <summary>Hardly a person is hung up on, however good their microphone. The default.</summary>
    Cautious,

    Balanced,

    /// <summary>For campaigns whose people answer in a word or two: most machines in under 3 s.</summary>
    Eager,
}
