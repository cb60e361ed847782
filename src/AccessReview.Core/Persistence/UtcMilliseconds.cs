using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AccessReview.Core.Persistence;

/// <summary>The one way instants are stored: UTC, whole milliseconds.</summary>
internal sealed class UtcMilliseconds() : ValueConverter<DateTime, DateTime>(
    instant => Clock.Truncate(instant),
    stored => DateTime.SpecifyKind(stored, DateTimeKind.Utc));
