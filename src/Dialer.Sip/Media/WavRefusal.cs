namespace Dialer.Sip.Media;

/// <summary>Why a WAV file was refused. Each names one cause.</summary>
public enum WavRefusal : byte
{
    None = 0,
    NotRiffWave,
    Truncated,
    NoFormatChunk,
    NoDataChunk,

    /// <summary>Only PCM of 8, 16, 24 and 32 bits, 32-bit float, A-law and mu-law are read.</summary>
    UnsupportedFormat,

    /// <summary>Between 4,000 and 192,000 samples a second.</summary>
    UnsupportedRate,

    /// <summary>Between 1 and 8 channels.</summary>
    UnsupportedChannels,

    /// <summary>The channel asked for is not in the file.</summary>
    NoSuchChannel,

    /// <summary>Over <see cref="WavFile.MaxSeconds"/>.</summary>
    TooLong,
    Unreadable,
}
