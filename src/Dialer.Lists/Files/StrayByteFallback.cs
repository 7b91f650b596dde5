using System.Text;

namespace Dialer.Lists.Files;

/// <summary>A byte that is not UTF-8, in a file that is otherwise, is read as the letter that it is in Windows-1252.</summary>
internal sealed class StrayByteFallback(Encoding otherwise) : DecoderFallback
{
    public override int MaxCharCount => 4;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Letters(otherwise);

    private sealed class Letters(Encoding otherwise) : DecoderFallbackBuffer
    {
        private string _letters = "";
        private int _at;

        public override int Remaining => _letters.Length - _at;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            (_letters, _at) = (otherwise.GetString(bytesUnknown), 0);
            return _letters.Length > 0;
        }

        public override char GetNextChar() => _at < _letters.Length ? _letters[_at++] : '\0';

        public override bool MovePrevious()
        {
            if (_at == 0)
                return false;
            _at--;
            return true;
        }

        public override void Reset() => (_letters, _at) = ("", 0);
    }
}
