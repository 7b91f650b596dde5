namespace Dialer.Audio;

/// <summary>Why a file that a person gave us is not a sound that can be used. Each names one cause; <see cref="SoundRefusals"/> has the words.</summary>
public enum SoundRefusal : byte
{
    None = 0,
    NoSuchFile,

    /// <summary>No byte in it; a device or a pipe, which may never end, says so too.</summary>
    Empty,

    /// <summary>Over <see cref="SoundFile.MaxBytes"/>.</summary>
    TooLarge,
    Unreadable,

    /// <summary>It begins as none of WAV, AIFF and MP3 does.</summary>
    NotASound,

    /// <summary>The header contradicts itself, or lacks what tells where the samples are and what they mean.</summary>
    BrokenHeader,

    /// <summary>The header promises more than the file holds.</summary>
    Truncated,
    NoSamples,

    /// <summary>PCM of 8, 16, 24 and 32 bits, floating point of 32 and 64, A-law, mu-law and MPEG layers II and III are read.</summary>
    UnsupportedFormat,

    /// <summary>Outside 4,000 to 192,000 samples a second.</summary>
    UnsupportedRate,

    /// <summary>None, or over <see cref="SoundFile.MaxChannels"/>.</summary>
    UnsupportedChannels,

    /// <summary>The channel asked for is not in the file.</summary>
    NoSuchChannel,

    /// <summary>Over <see cref="SoundFile.MaxSeconds"/>.</summary>
    TooLong,
}
