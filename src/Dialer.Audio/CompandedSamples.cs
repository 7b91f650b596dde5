using NAudio.Codecs;
using NAudio.Wave;

namespace Dialer.Audio;

/// <summary>A-law and mu-law (ITU-T G.711) as samples, by the library's tables.</summary>
internal sealed class CompandedSamples(IWaveProvider source, WaveFormat format) : ISampleProvider
{
    private byte[] _coded = [];

    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(format.SampleRate, format.Channels);

    public int Read(Span<float> buffer)
    {
        if (_coded.Length < buffer.Length)
            _coded = new byte[buffer.Length];
        int read = source.Read(_coded.AsSpan(0, buffer.Length));
        bool isALaw = format.Encoding == WaveFormatEncoding.ALaw;
        for (int i = 0; i < read; i++)
            buffer[i] = (isALaw ? ALawDecoder.ALawToLinearSample(_coded[i]) : MuLawDecoder.MuLawToLinearSample(_coded[i])) / 32768f;
        return read;
    }
}
