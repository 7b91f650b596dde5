using Dialer.Audio;
using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>
/// Audio that is encoded once and shared by every leg that plays it. Immutable and safe to use from any thread.
/// The last 20 ms frame is filled with silence.
/// </summary>
public sealed class Prompt
{
    private readonly short[] _narrow;
    private readonly short[]? _wide;
    private readonly Lazy<byte[]> _muLaw, _aLaw, _g722;

    private Prompt(string name, short[] narrow, short[]? wide)
    {
        Name = name;
        _narrow = narrow;
        _wide = wide;
        _muLaw = new(() => Encode(AudioCodec.Pcmu));
        _aLaw = new(() => Encode(AudioCodec.Pcma));
        _g722 = new(() => Encode(AudioCodec.G722));
    }

    /// <summary>For logs.</summary>
    public string Name { get; }

    /// <summary>Where it is laid over a conversation it steps back while somebody speaks: a signal, and nothing that must be understood.</summary>
    internal bool YieldsToVoice { get; private init; }

    internal Prompt Yielding() => new(Name, _narrow, _wide) { YieldsToVoice = true };

    /// <summary>Whole 20 ms frames.</summary>
    public int Frames => (_narrow.Length + AudioCodecs.FrameSamples - 1) / AudioCodecs.FrameSamples;

    public TimeSpan Duration => TimeSpan.FromSeconds(_narrow.Length / 8000.0);

    /// <summary>The audio at 8 kHz.</summary>
    public ReadOnlyMemory<short> Samples => _narrow;

    /// <summary>From a file that a person gave (see <see cref="SoundFile"/>), its channels mixed. Null when refused.</summary>
    public static Prompt? FromFile(string path, out SoundRefusal refusal) =>
        SoundFile.Read(path, out refusal) is { } sound ? new(Path.GetFileName(path), sound.Narrow, sound.Wide) : null;

    /// <summary>From 16-bit samples at any rate.</summary>
    public static Prompt FromSamples(short[] samples, int sampleRate = 8000, string name = "samples")
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new(name, SampleRates.Convert(samples, sampleRate, 8000), sampleRate > 8000 ? SampleRates.Convert(samples, sampleRate, 16000) : null);
    }

    public static Prompt Silence(TimeSpan duration) => FromSamples(new short[(int)(duration.TotalSeconds * 8000)], 8000, "silence");

    /// <summary>One after the other, at 8 kHz.</summary>
    public static Prompt Concat(string name, params ReadOnlySpan<Prompt> parts)
    {
        int length = 0;
        foreach (var part in parts)
            length += part._narrow.Length;
        short[] samples = new short[length];
        int offset = 0;
        foreach (var part in parts)
        {
            part._narrow.CopyTo(samples, offset);
            offset += part._narrow.Length;
        }
        return new(name, samples, null);
    }

    /// <summary>The frames in one codec, 160 octets each. Encoded on first use: <see cref="MediaLeg.Play"/> does so on the caller's thread.</summary>
    internal byte[] FramesIn(AudioCodec codec) => codec switch
    {
        AudioCodec.Pcmu => _muLaw.Value,
        AudioCodec.Pcma => _aLaw.Value,
        AudioCodec.G722 => _g722.Value,
        AudioCodec.Opus => [],
    };

    private byte[] Encode(AudioCodec codec)
    {
        byte[] coded = new byte[Frames * AudioCodecs.FrameBytes];
        if (codec == AudioCodec.G722)
            EncodeWide(coded);
        else
        {
            coded.AsSpan().Fill(codec == AudioCodec.Pcmu ? G711.MuLawSilence : G711.ALawSilence);
            if (codec == AudioCodec.Pcmu)
                G711.EncodeMuLaw(_narrow, coded);
            else
                G711.EncodeALaw(_narrow, coded);
        }
        return coded;
    }

    private void EncodeWide(byte[] coded)
    {
        short[] wide = _wide ?? SampleRates.Convert(_narrow, 8000, 16000);
        short[] padded = new short[coded.Length * 2];
        wide.AsSpan(0, Math.Min(wide.Length, padded.Length)).CopyTo(padded);
        new G722Encoder().Encode(padded, coded);
    }
}
